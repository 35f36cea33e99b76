-- What filing a post anew needs to know, which model filed it last, and which worker is at it.
ALTER TABLE post
  ADD COLUMN signals jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN reply_to text,
  ADD COLUMN reply_root text,
  ADD COLUMN quote_of text,
  ADD COLUMN near jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN filed_with text,
  ADD COLUMN filing_claim text,
  ADD COLUMN filing_claim_ends_at bigint;
CREATE INDEX post_filing ON post (campaign_id, filed_with) WHERE standing = 'pending' AND removed_why IS NULL;
CREATE INDEX post_reply_to ON post (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX post_reply_root ON post (reply_root) WHERE reply_root IS NOT NULL;
CREATE INDEX post_quote_of ON post (quote_of) WHERE quote_of IS NOT NULL;
CREATE INDEX post_erased ON post (campaign_id) WHERE removed_why IN ('deleted', 'untagged');
CREATE INDEX decision_campaign ON decision (campaign_id, id);

CREATE TABLE filing_state (
  campaign_id bigint PRIMARY KEY REFERENCES campaign (id),
  state jsonb,
  fitted_at bigint,
  model text,
  owner text,
  lease_ends_at bigint
);

CREATE TABLE filing_seeds (
  campaign_id bigint PRIMARY KEY REFERENCES campaign (id),
  seeds jsonb NOT NULL,
  saved_at bigint NOT NULL,
  user_id text REFERENCES "user" (id),
  version integer NOT NULL
);

CREATE TABLE embedding (
  post_id bigint NOT NULL REFERENCES post (id),
  encoder text NOT NULL,
  vector bytea NOT NULL,
  PRIMARY KEY (post_id, encoder)
);
