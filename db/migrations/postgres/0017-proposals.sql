-- Waiting posts stand under the takeaway that their words propose; those of before are looked at again.
ALTER TABLE post ADD COLUMN proposed integer;
UPDATE post SET filed_with = NULL WHERE filed_by IS NULL AND standing <> 'approved' AND removed_why IS NULL;
CREATE INDEX post_proposed ON post (campaign_id, proposed)
  WHERE standing = 'pending' AND filed_by IS NULL AND removed_why IS NULL AND proposed IS NOT NULL;
