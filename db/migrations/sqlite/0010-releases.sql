-- Which takeaways the public does not see yet: kept beside the content, so that whoever tells of a release told it to all.
ALTER TABLE campaign ADD COLUMN unreleased TEXT NOT NULL DEFAULT '[]';
