-- What the checks said against a post.
ALTER TABLE post ADD COLUMN checks TEXT NOT NULL DEFAULT '[]';
