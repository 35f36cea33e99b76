-- Who leads a source, until when; `fence` rises with every leader.
ALTER TABLE source
  ADD COLUMN owner text,
  ADD COLUMN fence bigint NOT NULL DEFAULT 0,
  ADD COLUMN lead_ends_at bigint;
