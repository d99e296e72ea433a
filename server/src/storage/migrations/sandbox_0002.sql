-- Sessions in which the terms of service are signed. The token is kept as its SHA-256 alone.
CREATE TABLE terms_sessions (
    token_sha256         BLOB PRIMARY KEY CHECK (length(token_sha256) = 32),
    redirect_url         TEXT,
    expires_at           TEXT NOT NULL,
    signed_agreement_id  TEXT UNIQUE
) STRICT, WITHOUT ROWID;
