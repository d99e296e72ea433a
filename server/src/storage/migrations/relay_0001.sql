-- Links to the form. A token is signed and carries what it is for; this says whether it still stands.
CREATE TABLE links (
    link_id     TEXT PRIMARY KEY,
    expires_at  TEXT NOT NULL,
    closed_at   TEXT,
    revoked_at  TEXT
) STRICT, WITHOUT ROWID;

-- What went out under which Idempotency-Key: hashes alone. The body's is salted with the key, which is
-- not kept. `persons_before` holds a salted hash of 32 bytes for each person there before it went out,
-- so that a later read can tell which are new.
CREATE TABLE submissions (
    customer_sha256  BLOB NOT NULL CHECK (length(customer_sha256) = 32),
    key_sha256       BLOB NOT NULL CHECK (length(key_sha256) = 32),
    body_sha256      BLOB NOT NULL CHECK (length(body_sha256) = 32),
    persons_before   BLOB NOT NULL CHECK (length(persons_before) % 32 = 0),
    applied          INTEGER NOT NULL CHECK (applied IN (0, 1)),
    at               TEXT NOT NULL,
    PRIMARY KEY (customer_sha256, key_sha256)
) STRICT, WITHOUT ROWID;
