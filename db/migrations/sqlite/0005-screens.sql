-- Which screens show the wall, by a number each browser makes for itself; any node may serve one.
CREATE TABLE screen (
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  since_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, id)
) STRICT, WITHOUT ROWID;
