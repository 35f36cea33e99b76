-- Which screens show the wall, by a number each browser makes for itself; any node may serve one.
CREATE TABLE screen (
  campaign_id bigint NOT NULL REFERENCES campaign (id),
  id text NOT NULL,
  name text NOT NULL,
  since_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  PRIMARY KEY (campaign_id, id)
);
