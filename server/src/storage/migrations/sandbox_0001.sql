-- A customer. `fields` holds what Update Customer has set, by name, but persons and
-- documents; the columns beside it are what only a read shows.
CREATE TABLE customers (
    seq                    INTEGER PRIMARY KEY,
    customer_id            TEXT NOT NULL UNIQUE,
    kyb_status             TEXT NOT NULL CHECK (kyb_status IN (
                               'init', 'pending_response', 'pending_review', 'under_review', 'escalated',
                               'pending_approval', 'rejected', 'approved', 'provisioning')),
    kyc_model              TEXT NOT NULL CHECK (kyc_model IN ('reliance', 'license_as_a_service')),
    fields                 TEXT NOT NULL CHECK (json_type(fields) = 'object'),
    incorporation_country  TEXT,
    incorporation_state    TEXT,
    review_issues          TEXT CHECK (review_issues IS NULL OR json_type(review_issues) = 'object'),
    submitted_at           TEXT,
    created_at             TEXT NOT NULL,
    updated_at             TEXT NOT NULL
) STRICT;

CREATE INDEX customers_by_status ON customers (kyb_status, seq);

-- The decoded content of a data URI; `size` in bytes, `sha256` in lower-case hex.
CREATE TABLE files (
    file_id      INTEGER PRIMARY KEY,
    customer_id  TEXT NOT NULL REFERENCES customers (customer_id) ON DELETE CASCADE,
    mime         TEXT NOT NULL,
    size         INTEGER NOT NULL CHECK (size = length(content)),
    sha256       TEXT NOT NULL CHECK (length(sha256) = 64),
    content      BLOB NOT NULL
) STRICT;

CREATE INDEX files_by_customer ON files (customer_id);

-- `fields` holds the members of a person by name, tax data among them, but for the files.
CREATE TABLE associated_persons (
    seq                   INTEGER PRIMARY KEY,
    associated_person_id  TEXT NOT NULL UNIQUE,
    customer_id           TEXT NOT NULL REFERENCES customers (customer_id) ON DELETE CASCADE,
    fields                TEXT NOT NULL CHECK (json_type(fields) = 'object'),
    poa                   INTEGER REFERENCES files (file_id),
    created_at            TEXT NOT NULL,
    updated_at            TEXT NOT NULL
) STRICT;

CREATE INDEX associated_persons_by_customer ON associated_persons (customer_id, seq);

-- A person's identity documents: type, issuing country and number in `fields`, both sides as files.
-- A one-sided document has no back.
CREATE TABLE id_documents (
    seq                   INTEGER PRIMARY KEY,
    associated_person_id  TEXT NOT NULL REFERENCES associated_persons (associated_person_id) ON DELETE CASCADE,
    fields                TEXT NOT NULL CHECK (json_type(fields) = 'object'),
    image_front           INTEGER REFERENCES files (file_id),
    image_back            INTEGER REFERENCES files (file_id)
) STRICT;

CREATE INDEX id_documents_by_person ON id_documents (associated_person_id, seq);

-- A customer's documents: type and description in `fields`.
CREATE TABLE documents (
    seq          INTEGER PRIMARY KEY,
    customer_id  TEXT NOT NULL REFERENCES customers (customer_id) ON DELETE CASCADE,
    fields       TEXT NOT NULL CHECK (json_type(fields) = 'object'),
    file         INTEGER NOT NULL REFERENCES files (file_id),
    created_at   TEXT NOT NULL
) STRICT;

CREATE INDEX documents_by_customer ON documents (customer_id, seq);

-- Links to the form. The secret half of a token is kept as its SHA-256 alone.
CREATE TABLE links (
    link_id        TEXT PRIMARY KEY,
    customer_id    TEXT NOT NULL REFERENCES customers (customer_id) ON DELETE CASCADE,
    secret_sha256  BLOB NOT NULL CHECK (length(secret_sha256) = 32),
    created_at     TEXT NOT NULL,
    expires_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was applied under an Idempotency-Key: hashes alone. The body's is salted with the key,
-- which is not kept, so that a short body can't be guessed from it.
CREATE TABLE applied (
    customer_id  TEXT NOT NULL REFERENCES customers (customer_id) ON DELETE CASCADE,
    key_sha256   BLOB NOT NULL CHECK (length(key_sha256) = 32),
    body_sha256  BLOB NOT NULL CHECK (length(body_sha256) = 32),
    applied_at   TEXT NOT NULL,
    PRIMARY KEY (customer_id, key_sha256)
) STRICT, WITHOUT ROWID;
