-- How far in a campaign's log each job has come that acts on it; see followLog.
CREATE TABLE job_cursor (
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  job TEXT NOT NULL,
  version TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, job)
) STRICT, WITHOUT ROWID;
