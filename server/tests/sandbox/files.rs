use std::path::Path;

use super::harness::*;

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    server.send("GET", path, headers, b"")
}

#[test]
fn serves_the_form_and_the_package_with_their_types() {
    let server = Server::start();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/kyb-patch/index.js", "text/javascript; charset=utf-8"),
        ("/kyb-patch/wasm/kyb_patch_bg.wasm", "application/wasm"),
    ] {
        let answer = get(&server, path, &[]);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    assert_eq!(get(&server, "/", &[]).body, b"<!doctype html><title>form</title>");
}

#[test]
fn what_is_unchanged_is_not_sent_again() {
    let server = Server::start();
    for headers in [vec![], vec![("accept-encoding", "br")]] {
        let first = get(&server, "/app.js", &headers);
        let tag = first.header("etag").to_owned();
        assert!(tag.contains('"'), "{tag}");
        let again = get(&server, "/app.js", &[&headers[..], &[("if-none-match", &tag)]].concat());
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(get(&server, "/app.js", &[("if-none-match", "\"other\"")]).status, 200);
    }
    let tag = get(&server, "/app.js", &[]).header("etag").to_owned();
    std::fs::write(server.folder().path("www/app.js"), "export const answer = 43;").unwrap();
    let changed = get(&server, "/app.js", &[("if-none-match", &tag)]);
    assert_eq!((changed.status, changed.body.as_slice()), (200, &b"export const answer = 43;"[..]));
}

#[test]
fn sends_what_was_packed_beforehand_where_the_browser_takes_it() {
    let server = Server::start();
    std::fs::write(server.folder().path("www/app.js.br"), b"packed").unwrap();
    let packed = get(&server, "/app.js", &[("accept-encoding", "gzip, br")]);
    assert_eq!((packed.status, packed.body.as_slice()), (200, &b"packed"[..]));
    assert_eq!(packed.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!((packed.header("content-encoding"), packed.header("vary")), ("br", "accept-encoding"));
    let tag = packed.header("etag").to_owned();
    let again = get(&server, "/app.js", &[("accept-encoding", "gzip, br"), ("if-none-match", &tag)]);
    assert_eq!(again.status, 304);
    let plain = get(&server, "/app.js", &[]);
    assert_eq!(plain.header("content-encoding"), "");
    assert_ne!(plain.body, b"packed");
}

#[test]
fn compresses_text_where_the_browser_takes_it() {
    let server = Server::start();
    let plain = get(&server, "/app.js", &[]).body.len();
    for (accepted, coding) in [("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br")] {
        let raw = server.raw(
            format!(
                "GET /app.js HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: {accepted}\r\nConnection: close\r\n\r\n",
                server.address,
            )
            .as_bytes(),
        );
        let (head, _) = raw.split_once("\r\n\r\n").unwrap();
        let head = head.to_ascii_lowercase();
        assert!(head.contains(&format!("content-encoding: {coding}")), "{accepted}: {head}");
        assert!(head.contains("vary: accept-encoding") && head.contains("etag: w/\""), "{accepted}: {head}");
        assert!(raw.len() < plain / 2, "{accepted}: {} of {plain}", raw.len());
    }
}

#[test]
fn a_range_that_is_not_there_is_refused_in_the_one_shape() {
    let server = Server::start();
    for range in ["bytes=999999-", "bytes=0-1,5-9"] {
        let answer = get(&server, "/app.js", &[("range", range), ("accept-encoding", "br")]);
        answer.refused(416, "Range_Not_Satisfiable");
        assert_eq!((answer.header("content-encoding"), answer.header("cache-control")), ("", "no-store"));
    }
}

#[test]
fn no_path_leads_out_or_to_what_is_hidden() {
    let server = Server::start();
    for target in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/%2e%2e%2foutside.txt",
        "/kyb-patch/../../outside.txt",
        "/kyb-patch/..%2f..%2foutside.txt",
        "/..\\outside.txt",
        "/..%5coutside.txt",
        "//outside.txt",
        "/./../outside.txt",
        "/%252e%252e/outside.txt",
        "/.secret",
        "/%2esecret",
        "/x/..%2f.secret",
        "/kyb-patch/node_modules/other/index.js",
        "/kyb-patch/%6eode_modules/other/index.js",
        "/index.html%00.js",
        "/index.html/",
        "/%ff",
        "/kyb-patch",
        "/kyb-patch/",
        "/kyb-patch/wasm",
        "/kyb-patch/wasm/",
    ] {
        let answer = server.raw_get(target);
        assert!(
            answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"),
            "{target}: {answer}"
        );
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        assert!(body.starts_with('{') || body.is_empty(), "{target}: {answer}");
    }
}

#[test]
fn a_name_that_no_file_can_have_is_not_found() {
    let server = Server::start();
    let long = |length: usize| "a".repeat(length);
    for path in [
        format!("/{}", long(252)),
        format!("/{}", long(254)),
        format!("/{}", long(256)),
        format!("/{}", "%61".repeat(256)),
        format!("/kyb-patch/{}", long(300)),
        format!("/{}", "a/".repeat(3000)),
    ] {
        for coding in ["identity", "br"] {
            get(&server, &path, &[("accept-encoding", coding)]).refused(404, "Not_Found");
        }
    }
    let most = server.folder().path(&format!("www/{}", long(255)));
    std::fs::write(most, "still a file").unwrap();
    assert_eq!(get(&server, &format!("/{}", long(255)), &[]).body, b"still a file");
}

#[test]
fn no_redirect_leads_to_another_host() {
    let server = Server::start();
    std::fs::create_dir(server.folder().path("www/language")).unwrap();
    let led = server.raw_get("/language");
    assert!(led.starts_with("HTTP/1.1 307") && led.contains("location: /language/\r\n"), "{led}");
    for target in ["//language", "///language", "//kyb-patch", "//language/"] {
        let answer = server.raw_get(target);
        assert!(answer.starts_with("HTTP/1.1 404") && !answer.contains("location:"), "{target}: {answer}");
    }
}

#[test]
fn every_answer_has_the_strict_headers() {
    const OF_PAGES: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' blob: data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; worker-src 'self'; manifest-src 'self'";
    // What is no page and no script may not even do that.
    const OF_OTHERS: &str = "default-src 'none'; frame-ancestors 'none'";
    let server = Server::start();
    for file in ["logo.svg", "form.css", "en.json"] {
        std::fs::write(server.folder().path("www").join(file), "x").unwrap();
    }
    for (method, path, status, policy) in [
        ("GET", "/", 200, OF_PAGES),
        ("HEAD", "/app.js", 200, OF_PAGES),
        ("GET", "/app.js", 200, OF_PAGES),
        ("GET", "/logo.svg", 200, OF_PAGES),
        ("GET", "/form.css", 200, OF_OTHERS),
        ("GET", "/en.json", 200, OF_OTHERS),
        ("GET", "/kyb-patch/wasm/kyb_patch_bg.wasm", 200, OF_OTHERS),
        ("GET", "/nothing", 404, OF_OTHERS),
        ("GET", "/v1/customers", 401, OF_OTHERS),
        ("DELETE", "/v1/customers", 405, OF_OTHERS),
    ] {
        let answer = server.send(method, path, &[], b"");
        assert_eq!(answer.status, status, "{method} {path}");
        for (name, value) in [
            ("content-security-policy", policy),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{method} {path}");
        }
        let page = policy == OF_PAGES;
        assert_eq!(!answer.header("cross-origin-opener-policy").is_empty(), page, "{method} {path}");
        assert_eq!(!answer.header("permissions-policy").is_empty(), page, "{method} {path}");
    }
}

#[test]
fn no_page_holds_the_access_key() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../www")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = std::fs::read(&path).unwrap();
                assert!(!content.windows(15).any(|bytes| bytes == b"test_access_key"), "{}", path.display());
            }
        }
    }
}
