//! Taking connections: how many, how patient, and how they end.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use super::patience::Patient;
use super::rate::Socket;

/// As many connections are served at once; further ones wait to be taken.
const CONNECTIONS: usize = 256;

/// How long a client may take to send the head of a request, and to send the next one.
const HEAD_TIME: Duration = Duration::from_secs(15);

/// The most that the head of a request may have: bytes, and headers. Beyond it, 431 without a body. What was read in one
/// go is parsed before it is measured, so that twice as many bytes may get in.
const HEAD_BYTES: usize = 32 << 10;
const HEAD_COUNT: usize = 64;

/// How long running requests may take to finish once the server is to stop.
const FAREWELL: Duration = Duration::from_secs(20);

/// Marks an answer in place of which the connection is cut.
#[derive(Clone, Copy, Debug)]
pub struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut on demand")
    }
}

impl std::error::Error for Cut {}

/// Takes an address; port 0 takes a free one, so that it is answered which.
///
/// # Errors
/// Those of the operating system.
pub async fn bind(address: SocketAddr) -> io::Result<(SocketAddr, TcpListener)> {
    let listener = TcpListener::bind(address).await?;
    Ok((listener.local_addr()?, listener))
}

/// Serves until `stop` ends, then finishes what runs: every request, and in the same time `rest`, what goes on when its
/// connection has gone. A connection that fails fails alone.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()>,
    rest: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEAD_COUNT);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, place) = tokio::select! {
            taken = take(&listener, &room) => taken,
            () = &mut stop => break,
        };
        // Answers are small and whole: waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let app = app.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Socket(peer));
            let answered = app.clone().oneshot(request);
            async move {
                let response = answered.await.unwrap_or_else(|never| match never {});
                if response.extensions().get::<Cut>().is_some() { Err(Cut) } else { Ok(response) }
            }
        });
        let connection = http.serve_connection(TokioIo::new(Patient::new(stream)), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What breaks a connection is the client's affair: it has left, or does not speak HTTP.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let farewell = async {
        graceful.shutdown().await;
        rest.await;
    };
    let _ = timeout(FAREWELL, farewell).await;
}

async fn take(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit) {
    let place = Arc::clone(room).acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer.ip(), place),
            // Out of file descriptors, mostly: it passes as connections end.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::super::patience::TAKE_TIME;
    use super::*;

    #[tokio::test]
    async fn who_takes_in_nothing_of_an_answer_loses_the_connection() {
        const LARGE: usize = 64 << 20;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/", get(|| async { vec![b'x'; LARGE] }));
        tokio::spawn(serve(listener, app, pending(), ready(())));
        let ask = || async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
            stream
        };
        let (mut reads, mut does_not) = (ask().await, ask().await);
        let mut taken = Vec::new();
        let length = reads.read_to_end(&mut taken).await.unwrap();
        assert!(length > LARGE, "who reads gets all of it: {length}");
        // Only now: a clock that jumps whenever all wait would take a moment of the network for a minute.
        tokio::time::pause();
        sleep(TAKE_TIME * 2).await;
        let mut left = Vec::new();
        let _ = does_not.read_to_end(&mut left).await;
        assert!(left.len() < LARGE, "what had left before: {}", left.len());
    }
}
