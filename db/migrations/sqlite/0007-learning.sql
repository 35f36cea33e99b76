-- What filing a post anew needs to know, which model filed it last, and which worker is at it.
ALTER TABLE post ADD COLUMN signals TEXT NOT NULL DEFAULT '[]';
ALTER TABLE post ADD COLUMN reply_to TEXT;
ALTER TABLE post ADD COLUMN reply_root TEXT;
ALTER TABLE post ADD COLUMN quote_of TEXT;
ALTER TABLE post ADD COLUMN near TEXT NOT NULL DEFAULT '[]';
ALTER TABLE post ADD COLUMN filed_with TEXT;
ALTER TABLE post ADD COLUMN filing_claim TEXT;
ALTER TABLE post ADD COLUMN filing_claim_ends_at INTEGER;
CREATE INDEX post_filing ON post (campaign_id, filed_with) WHERE standing = 'pending' AND removed_why IS NULL;
CREATE INDEX post_reply_to ON post (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX post_reply_root ON post (reply_root) WHERE reply_root IS NOT NULL;
CREATE INDEX post_quote_of ON post (quote_of) WHERE quote_of IS NOT NULL;
CREATE INDEX post_erased ON post (campaign_id) WHERE removed_why IN ('deleted', 'untagged');
CREATE INDEX decision_campaign ON decision (campaign_id, id);

CREATE TABLE filing_state (
  campaign_id INTEGER PRIMARY KEY REFERENCES campaign (id),
  state TEXT,
  fitted_at INTEGER,
  model TEXT,
  owner TEXT,
  lease_ends_at INTEGER
) STRICT;

CREATE TABLE filing_seeds (
  campaign_id INTEGER PRIMARY KEY REFERENCES campaign (id),
  seeds TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  user_id TEXT REFERENCES user (id),
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE embedding (
  post_id INTEGER NOT NULL REFERENCES post (id),
  encoder TEXT NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (post_id, encoder)
) STRICT, WITHOUT ROWID;
