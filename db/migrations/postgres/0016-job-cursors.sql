-- How far in a campaign's log each job has come that acts on it; see followLog.
CREATE TABLE job_cursor (
  campaign_id bigint NOT NULL REFERENCES campaign (id),
  job text NOT NULL,
  version text NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (campaign_id, job)
);
