//! The form and the package, from their folders.

use std::convert::Infallible;
use std::io;
use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use tower::{Service, service_fn};
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

/// Serves `www` at the root and `package` under `/kyb-patch/`. No listing; nothing hidden. A file that has one of its
/// name and `.br` beside it was packed once and for all, better than there is time for while somebody waits.
pub fn routes(www: &Path, package: &Path) -> Router {
    Router::new()
        .nest_service("/kyb-patch", files(ServeDir::new(package).append_index_html_on_directories(false)))
        .fallback_service(files(ServeDir::new(www)))
        .layer(CompressionLayer::new())
        .layer(from_fn(plain))
}

/// Serves a folder. A name that is longer than the system has any is that of no file, and no fault of this server.
fn files(
    folder: ServeDir,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + Sync {
    let folder = folder.precompressed_br();
    service_fn(move |request: Request| {
        let mut folder = folder.clone();
        async move {
            Ok(match folder.try_call(request).await {
                Ok(response) => response.into_response(),
                Err(error) if nameless(&error) => StatusCode::NOT_FOUND.into_response(),
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            })
        }
    })
}

/// Whether a file could not be opened because there is none that one could open under this name.
fn nameless(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), InvalidFilename | NotADirectory | NotFound | PermissionDenied)
}

/// Keeps hidden files hidden, and says of the others how they are to be read and kept.
async fn plain(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // A folder is led to by its path and a slash, and a browser takes what begins with two for another host.
    if hidden(path) || path.starts_with("//") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // Kept, but asked for again each time: the names carry no version.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Some(kind) = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok())
        && kind.starts_with("text/")
        && !kind.contains("charset")
        && let Ok(kind) = HeaderValue::try_from(format!("{kind}; charset=utf-8"))
    {
        headers.insert(CONTENT_TYPE, kind);
    }
    // The tag is of the file; its compressed form is equal in meaning, not in bytes.
    if headers.contains_key(CONTENT_ENCODING)
        && let Some(tag) = headers.get(ETAG).and_then(|tag| tag.to_str().ok())
        && let Ok(weak) = HeaderValue::try_from(format!("W/{tag}"))
    {
        headers.insert(ETAG, weak);
    }
    response
}

/// A step of the path that begins with a dot, or a folder of installed packages. The path is looked at
/// decoded, as the files are found.
fn hidden(path: &str) -> bool {
    let Ok(path) = percent_decode_str(path).decode_utf8() else { return true };
    path.split(['/', '\\']).any(|step| step.starts_with('.') || step.eq_ignore_ascii_case("node_modules"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_what_begins_with_a_dot_however_it_is_written() {
        for path in
            ["/.git/config", "/a/%2egit", "/a%2f.env", "/..%5c", "/%2e%2e/x", "/node_modules/a.js", "/%ff"]
        {
            assert!(hidden(path), "{path}");
        }
        for path in ["/", "/index.html", "/a.b/c.js", "/kyb-patch/wasm/kyb_patch_bg.wasm"] {
            assert!(!hidden(path), "{path}");
        }
    }
}
