-- Which worker asks the network about a post just now, and until when nobody else does.
ALTER TABLE post
  ADD COLUMN check_claim text,
  ADD COLUMN check_claim_ends_at bigint;
-- When the stream last closed an account, and when it last told of an opt-out; by the database's clock.
ALTER TABLE author
  ADD COLUMN closed_at bigint,
  ADD COLUMN opted_out_at bigint;
