-- Whether it was known who was there before: 0 where the read before it had no list of persons. Of a submission in
-- doubt that named nobody, it was not written down until now.
ALTER TABLE submissions ADD COLUMN persons_known INTEGER NOT NULL DEFAULT 1 CHECK (persons_known IN (0, 1));
UPDATE submissions SET persons_known = 0 WHERE applied = 0 AND persons_before = x'';
