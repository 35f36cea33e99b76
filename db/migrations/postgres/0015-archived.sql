-- Since when a campaign is over: nothing new is collected for it, and what it has stays.
ALTER TABLE campaign ADD COLUMN archived_at bigint;
