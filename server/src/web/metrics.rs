//! Counts for Prometheus. Labels are of a fixed list: no id, no address, no text of a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

/// Upper bounds in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Asked {
    route: String,
    method: &'static str,
    status: u64,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Outcome {
    outcome: Submitted,
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, EncodeLabelValue, Eq, Hash, PartialEq)]
pub enum Submitted {
    /// The API took it.
    Applied,
    /// It had been taken before.
    Replayed,
    /// The rules or the API refused it.
    Refused,
    /// Its key was used for another body.
    Conflict,
    /// It went out, and what became of it can't be told.
    Unknown,
}

/// The counts.
#[derive(Clone)]
pub struct Metrics(Arc<Counts>);

struct Counts {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Histogram,
    under_way: Gauge,
    submissions: Family<Outcome, Counter>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    /// `mode` is `sandbox` or `relay`.
    pub fn new(mode: &'static str) -> Self {
        let mut registry = Registry::with_prefix("kyb");
        let (requests, submissions) = (Family::default(), Family::default());
        let (seconds, under_way) = (Histogram::new(SECONDS), Gauge::default());
        let build =
            Info::new([("version", env!("CARGO_PKG_VERSION")), ("rules", kyb_patch::RULES), ("mode", mode)]);
        registry.register("build", "What runs", build);
        registry.register("requests", "Requests answered", Family::clone(&requests));
        registry.register("request_seconds", "Time to answer", seconds.clone());
        registry.register("requests_under_way", "Requests not yet answered", under_way.clone());
        registry.register("submissions", "Patches by what became of them", Family::clone(&submissions));
        Self(Arc::new(Counts { registry, requests, seconds, under_way, submissions }))
    }

    /// Counts a request that begins; dropped, it has ended.
    pub fn begun(&self) -> UnderWay {
        self.0.under_way.inc();
        UnderWay(self.0.under_way.clone())
    }

    /// Counts an answer.
    pub fn answered(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let method = match method.as_str() {
            "GET" => "GET",
            "HEAD" => "HEAD",
            "POST" => "POST",
            "PUT" => "PUT",
            "DELETE" => "DELETE",
            _ => "other",
        };
        let asked = Asked { route: route.to_owned(), method, status: status.as_u16().into() };
        self.0.requests.get_or_create(&asked).inc();
        self.0.seconds.observe(took.as_secs_f64());
    }

    /// Counts a submission.
    pub fn submitted(&self, outcome: Submitted) {
        self.0.submissions.get_or_create(&Outcome { outcome }).inc();
    }

    /// All counts in the text form of OpenMetrics.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing into a string can't fail.
        let _ = text::encode(&mut out, &self.0.registry);
        out
    }
}

/// A request that is not yet answered.
#[derive(Debug)]
pub struct UnderWay(Gauge);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}
