-- Times are epoch ms. JSON is text. Booleans are 0 or 1.

CREATE TABLE campaign (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  content TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE takeaway (
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  number INTEGER NOT NULL,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (campaign_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  kind TEXT NOT NULL,
  settings TEXT NOT NULL,
  cursor TEXT,
  status TEXT NOT NULL,
  status_at INTEGER
) STRICT;
CREATE UNIQUE INDEX source_kind ON source (campaign_id, kind);

CREATE TABLE author (
  id INTEGER PRIMARY KEY,
  network TEXT NOT NULL,
  network_id TEXT NOT NULL,
  handle TEXT,
  display_name TEXT,
  avatar_url TEXT,
  standing TEXT NOT NULL CHECK (standing IN ('active', 'hidden', 'gone')),
  wishes TEXT NOT NULL CHECK (wishes IN ('public', 'signed-in-only', 'none')),
  labels TEXT NOT NULL,
  verified_at INTEGER
) STRICT;
CREATE UNIQUE INDEX author_network_id ON author (network, network_id);

CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  source_id INTEGER NOT NULL REFERENCES source (id),
  author_id INTEGER NOT NULL REFERENCES author (id),
  network TEXT NOT NULL,
  uri TEXT NOT NULL,
  cid TEXT NOT NULL,
  rev TEXT,
  text TEXT NOT NULL,
  body TEXT NOT NULL,
  words TEXT NOT NULL,
  lang TEXT,
  link TEXT NOT NULL,
  card TEXT,
  quote TEXT,
  self_labels TEXT NOT NULL,
  labels TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sort_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  edited_at INTEGER,
  standing TEXT NOT NULL CHECK (standing IN ('pending', 'approved', 'rejected', 'stashed')),
  stood_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  removed_why TEXT,
  hidden_why TEXT,
  verified_cid TEXT,
  check_at INTEGER,
  check_attempts INTEGER NOT NULL,
  takeaway INTEGER,
  filed_by TEXT,
  filing_confidence REAL NOT NULL,
  filing_reason TEXT NOT NULL,
  suggestions TEXT NOT NULL,
  FOREIGN KEY (campaign_id, takeaway) REFERENCES takeaway (campaign_id, number)
) STRICT;
CREATE UNIQUE INDEX post_uri ON post (campaign_id, uri);
CREATE INDEX post_network_uri ON post (network, uri);
CREATE INDEX post_author ON post (author_id);
CREATE INDEX post_shown ON post (campaign_id, takeaway, sort_at, id) WHERE standing = 'approved' AND hidden_why IS NULL;
CREATE INDEX post_standing ON post (campaign_id, standing, stood_at, id);
CREATE INDEX post_kept ON post (campaign_id, standing) WHERE removed_why IS NULL;
CREATE INDEX post_sort ON post (campaign_id, sort_at, id);
CREATE INDEX post_check ON post (network, check_at) WHERE check_at IS NOT NULL;

-- AUTOINCREMENT: an id is an address of ours, which a page may still hold; it must never come to stand for another picture.
CREATE TABLE media (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id INTEGER NOT NULL REFERENCES post (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'video')),
  url TEXT NOT NULL,
  alt TEXT NOT NULL,
  width INTEGER,
  height INTEGER
) STRICT;
CREATE INDEX media_post ON media (post_id, position);

CREATE TABLE removal (
  network TEXT NOT NULL,
  uri TEXT NOT NULL,
  rev TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (network, uri)
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  email_verified INTEGER NOT NULL,
  image TEXT,
  role TEXT NOT NULL CHECK (role IN ('admin', 'moderator')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  token TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL,
  ip_address TEXT,
  user_agent TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_user ON session (user_id);

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  access_token TEXT,
  refresh_token TEXT,
  id_token TEXT,
  access_token_expires_at INTEGER,
  refresh_token_expires_at INTEGER,
  scope TEXT,
  password TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_user ON account (user_id);

CREATE TABLE verification (
  id TEXT PRIMARY KEY,
  identifier TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE rate_limit (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  count INTEGER NOT NULL,
  last_request INTEGER NOT NULL
) STRICT;

CREATE TABLE invitation (
  token_hash TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('admin', 'moderator')),
  is_first_admin INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  post_id INTEGER NOT NULL REFERENCES post (id),
  kind TEXT NOT NULL,
  user_id TEXT REFERENCES user (id),
  at INTEGER NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_post ON decision (post_id);

CREATE TABLE event (
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  post_id INTEGER,
  is_public INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_public ON event (campaign_id, seq) WHERE is_public = 1;

-- Search over folded words (see store/fold-words.ts); secure-delete leaves no trace of erased words in the index.
CREATE VIRTUAL TABLE post_words USING fts5 (words, content = 'post', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO post_words (post_words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER post_words_insert AFTER INSERT ON post BEGIN
  INSERT INTO post_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER post_words_update AFTER UPDATE OF words ON post WHEN old.words <> new.words BEGIN
  INSERT INTO post_words (post_words, rowid, words) VALUES ('delete', old.id, old.words);
  INSERT INTO post_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER post_words_delete AFTER DELETE ON post BEGIN
  INSERT INTO post_words (post_words, rowid, words) VALUES ('delete', old.id, old.words);
END;
