-- Who leads a source, until when; `fence` rises with every leader.
ALTER TABLE source ADD COLUMN owner TEXT;
ALTER TABLE source ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN lead_ends_at INTEGER;
