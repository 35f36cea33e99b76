-- A post is never dated later than when the network first had it.
UPDATE post SET created_at = sort_at WHERE created_at > sort_at;
