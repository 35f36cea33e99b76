-- What posts propose and support, how like ideas gather, and what people changed about that by hand.
CREATE TABLE idea_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  takeaway INTEGER,
  name TEXT NOT NULL,
  named_by TEXT CHECK (named_by IN ('moderator')),
  name_post_id INTEGER,
  is_kept INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idea_group_campaign ON idea_group (campaign_id, takeaway);
CREATE INDEX idea_group_name_post ON idea_group (name_post_id) WHERE name_post_id IS NOT NULL;

CREATE TABLE idea (
  post_id INTEGER PRIMARY KEY REFERENCES post (id),
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  read_as TEXT NOT NULL,
  is_idea INTEGER NOT NULL,
  idea_confidence REAL NOT NULL,
  idea_by TEXT NOT NULL CHECK (idea_by IN ('model', 'moderator')),
  action INTEGER,
  action_confidence REAL NOT NULL,
  action_by TEXT NOT NULL CHECK (action_by IN ('model', 'moderator')),
  group_id INTEGER REFERENCES idea_group (id),
  is_held INTEGER NOT NULL
) STRICT;
CREATE INDEX idea_campaign ON idea (campaign_id) WHERE is_idea = 1;
CREATE INDEX idea_action ON idea (campaign_id) WHERE action IS NOT NULL;
CREATE INDEX idea_of_group ON idea (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE idea_change (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  user_id TEXT NOT NULL REFERENCES user (id),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  before TEXT NOT NULL,
  made TEXT NOT NULL,
  undone_at INTEGER
) STRICT;
CREATE INDEX idea_change_campaign ON idea_change (campaign_id, id);
