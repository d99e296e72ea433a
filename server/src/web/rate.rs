//! How often a link and an address may ask.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::Request;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::problem::Problem;

/// Requests a minute; 0 for no limit. A quarter of them may come at once.
#[derive(Clone, Copy, Debug)]
pub struct PerMinute {
    /// By one link.
    pub link: u32,
    /// From one address.
    pub address: u32,
}

impl Default for PerMinute {
    fn default() -> Self {
        Self { link: 120, address: 600 }
    }
}

/// Who is at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Socket(pub IpAddr);

/// Where a request comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Peer {
    socket: Option<IpAddr>,
    forwarded: Option<IpAddr>,
}

impl Peer {
    /// Where the connection comes from, as addresses are counted, whatever a header says.
    pub fn network(self) -> Option<IpAddr> {
        self.socket.map(network)
    }

    /// Looks at the connection, and at what the nearest proxy added to `X-Forwarded-For`.
    pub fn of(request: &Request) -> Self {
        let last = request.headers().get_all("x-forwarded-for").iter().next_back();
        let forwarded = last.and_then(|value| named(value.to_str().ok()?.rsplit(',').next()?.trim()));
        Self { socket: request.extensions().get::<Socket>().map(|socket| socket.0), forwarded }
    }
}

type Limiter<K> = Option<DefaultKeyedRateLimiter<K>>;

/// The counts.
#[derive(Debug)]
pub struct Rates {
    links: Limiter<String>,
    addresses: Limiter<IpAddr>,
    behind_proxy: bool,
    asked: AtomicUsize,
}

impl Rates {
    /// `behind_proxy`: whether a proxy in front is to be believed about addresses.
    pub fn new(limits: PerMinute, behind_proxy: bool) -> Self {
        Self {
            links: quota(limits.link).map(RateLimiter::keyed),
            addresses: quota(limits.address).map(RateLimiter::keyed),
            behind_proxy,
            asked: AtomicUsize::new(0),
        }
    }

    /// Counts a request from an address.
    ///
    /// # Errors
    /// 429.
    pub fn address(&self, peer: Peer) -> Result<(), Problem> {
        // Those who have not asked for long need no memory.
        if self.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(4096) {
            self.links.iter().for_each(RateLimiter::retain_recent);
            self.addresses.iter().for_each(RateLimiter::retain_recent);
        }
        self.network(peer).map_or(Ok(()), |network| count(self.addresses.as_ref(), &network))
    }

    /// Where a request comes from, as addresses are counted.
    pub fn network(&self, peer: Peer) -> Option<IpAddr> {
        let address = if self.behind_proxy { peer.forwarded.or(peer.socket) } else { peer.socket };
        address.map(network)
    }

    /// Counts a request by a link.
    ///
    /// # Errors
    /// 429.
    pub fn link(&self, link: &str) -> Result<(), Problem> {
        count(self.links.as_ref(), &link.to_owned())
    }
}

fn quota(per_minute: u32) -> Option<Quota> {
    let burst = NonZeroU32::new(per_minute.div_ceil(4))?;
    Some(Quota::per_minute(NonZeroU32::new(per_minute)?).allow_burst(burst))
}

fn count<K: Clone + Eq + std::hash::Hash>(
    limiter: Option<&DefaultKeyedRateLimiter<K>>,
    key: &K,
) -> Result<(), Problem> {
    let Some(limiter) = limiter else { return Ok(()) };
    limiter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        let seconds = u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX);
        Problem::too_many(seconds, "Too many requests; Retry-After says when to ask again.")
    })
}

/// The address that a proxy names, with or without the port, as some add it.
fn named(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

/// Whoever has one IPv6 address has the 64 bits behind it; not so an IPv4 address that is written as one, as a socket
/// that takes both writes it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn one_address_does_not_use_up_anothers() {
        let rates = Rates::new(PerMinute { link: 4, address: 4 }, true);
        let from = |text: &str| Peer { socket: None, forwarded: text.parse().ok() };
        assert!(rates.address(from("2001:db8::1")).is_ok());
        assert!(rates.address(from("2001:db8::2")).is_err(), "the same network");
        assert!(rates.address(from("2001:db8:0:1::1")).is_ok());
        assert!(rates.address(from("192.0.2.1")).is_ok() && rates.address(from("192.0.2.2")).is_ok());
        assert!(rates.link("a").is_ok() && rates.link("a").is_err() && rates.link("b").is_ok());
    }

    #[test]
    fn an_ipv4_address_is_itself_also_where_it_is_written_as_ipv6() {
        let rates = Rates::new(PerMinute { link: 4, address: 4 }, false);
        let from = |text: &str| Peer { socket: text.parse().ok(), forwarded: None };
        assert!(rates.address(from("::ffff:192.0.2.1")).is_ok());
        assert!(rates.address(from("::ffff:192.0.2.2")).is_ok(), "another address");
        assert!(rates.address(from("192.0.2.1")).is_err(), "the same address");
    }

    #[test]
    fn a_proxy_may_name_the_port_beside_the_address() {
        let forwarded = |text: &str| {
            let request = Request::builder().header("x-forwarded-for", text).body(Body::empty()).unwrap();
            Peer::of(&request).forwarded.map(|address| address.to_string())
        };
        for (text, address) in [
            ("203.0.113.11", "203.0.113.11"),
            ("198.51.100.1:80, 203.0.113.11:4712", "203.0.113.11"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:55", "2001:db8::1"),
        ] {
            assert_eq!(forwarded(text).as_deref(), Some(address), "{text}");
        }
        for text in ["", "unknown", "203.0.113.11:", "203.0.113.11:99999", "[203.0.113.11"] {
            assert_eq!(forwarded(text), None, "{text}");
        }
    }

    #[test]
    fn no_limit_is_none_and_a_header_is_not_believed_unasked() {
        let rates = Rates::new(PerMinute { link: 0, address: 1 }, false);
        assert!((0..1000).all(|_| rates.link("a").is_ok()));
        let peer =
            |forwarded: &str| Peer { socket: "192.0.2.1".parse().ok(), forwarded: forwarded.parse().ok() };
        assert!(rates.address(peer("198.51.100.1")).is_ok());
        assert!(rates.address(peer("198.51.100.2")).is_err());
    }
}
