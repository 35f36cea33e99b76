-- What pages count, kept by the database itself as posts come and change (see store/lists/tally.ts). A takeaway of 0 is
-- "unfiled", a quarter of 0 "ever"; posts that were taken back count no more. Rows are written over and over: room in the page.
CREATE TABLE tally (
  campaign_id bigint NOT NULL REFERENCES campaign (id),
  what text NOT NULL,
  quarter bigint NOT NULL,
  takeaway integer NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (campaign_id, quarter, what, takeaway)
) WITH (fillfactor = 50);

-- Whether an author has another post in a place is one look into this index.
DROP INDEX post_author;
CREATE INDEX post_author ON post (author_id, campaign_id, removed_why, takeaway);
-- Nobody lists or counts posts that were taken back.
DROP INDEX post_kept;
DROP INDEX post_standing;
CREATE INDEX post_standing ON post (campaign_id, standing, stood_at, id) WHERE removed_why IS NULL;

INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
SELECT campaign_id, standing, 0, coalesce(takeaway, 0), count(*) FROM post WHERE removed_why IS NULL GROUP BY 1, 2, 4
UNION ALL SELECT campaign_id, 'shown', 0, coalesce(takeaway, 0), count(*) FROM post
  WHERE removed_why IS NULL AND standing = 'approved' AND hidden_why IS NULL GROUP BY 1, 4
UNION ALL SELECT campaign_id, 'arrived', sort_at / 900000, coalesce(takeaway, 0), count(*) FROM post WHERE removed_why IS NULL GROUP BY 1, 3, 4
UNION ALL SELECT campaign_id, 'author', 0, coalesce(takeaway, 0), count(DISTINCT author_id) FROM post WHERE removed_why IS NULL GROUP BY 1, 4
UNION ALL SELECT campaign_id, 'any_author', 0, 0, count(DISTINCT author_id) FROM post WHERE removed_why IS NULL GROUP BY 1;

-- A post that came to a place (number 1) or left it (-1).
CREATE TYPE post_move AS (
  campaign_id bigint, author_id bigint, standing text, is_shown boolean, takeaway integer, quarter bigint, number integer
);

-- All posts of a statement at once. Every write that moves posts holds their campaigns' heads, so nobody else counts meanwhile.
-- The plan is kept for as long as a connection lives and may have been made while the tables were empty, when all indexes look
-- alike: an author's posts are asked for in words that only the index of authors understands.
CREATE FUNCTION tally_posts() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  moves post_move[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(ROW(campaign_id, author_id, standing, standing = 'approved' AND hidden_why IS NULL, coalesce(takeaway, 0),
      sort_at / 900000, 1)::post_move) INTO moves FROM come WHERE removed_why IS NULL;
  ELSE
    SELECT array_agg(move) INTO moves FROM gone JOIN come USING (id) CROSS JOIN LATERAL (
      SELECT ROW(gone.campaign_id, gone.author_id, gone.standing, gone.standing = 'approved' AND gone.hidden_why IS NULL,
        coalesce(gone.takeaway, 0), gone.sort_at / 900000, -1)::post_move WHERE gone.removed_why IS NULL
      UNION ALL SELECT ROW(come.campaign_id, come.author_id, come.standing, come.standing = 'approved' AND come.hidden_why IS NULL,
        coalesce(come.takeaway, 0), come.sort_at / 900000, 1)::post_move WHERE come.removed_why IS NULL
    ) AS moved (move)
    WHERE (gone.standing, gone.takeaway, gone.removed_why IS NULL, gone.hidden_why IS NULL)
      IS DISTINCT FROM (come.standing, come.takeaway, come.removed_why IS NULL, come.hidden_why IS NULL);
  END IF;
  IF moves IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO tally AS kept (campaign_id, what, quarter, takeaway, number)
  SELECT campaign_id, what, quarter, takeaway, sum(number) FROM (
    SELECT campaign_id, standing AS what, 0 AS quarter, takeaway, number FROM unnest(moves)
    UNION ALL SELECT campaign_id, 'shown', 0, takeaway, number FROM unnest(moves) WHERE is_shown
    UNION ALL SELECT campaign_id, 'arrived', quarter, takeaway, number FROM unnest(moves)
    -- How many posts an author has there now matters only up to one more than came just now.
    UNION ALL SELECT campaign_id, 'author', 0, takeaway, sign(there)::int - sign(there - moved)::int FROM (
      SELECT campaign_id, author_id, takeaway, sum(number) AS moved FROM unnest(moves) GROUP BY 1, 2, 3 HAVING sum(number) <> 0
    ) AS move CROSS JOIN LATERAL (
      SELECT count(*) AS there FROM (
        SELECT FROM post WHERE post.author_id = move.author_id AND post.campaign_id + 0 = move.campaign_id
          AND coalesce(post.removed_why, '') = '' AND coalesce(post.takeaway, 0) = move.takeaway
        LIMIT greatest(moved, 0) + 1
      ) AS near
    ) AS author
    UNION ALL SELECT campaign_id, 'any_author', 0, 0, sign(there)::int - sign(there - moved)::int FROM (
      SELECT campaign_id, author_id, sum(number) AS moved FROM unnest(moves) GROUP BY 1, 2 HAVING sum(number) <> 0
    ) AS move CROSS JOIN LATERAL (
      SELECT count(*) AS there FROM (
        SELECT FROM post WHERE post.author_id = move.author_id AND post.campaign_id + 0 = move.campaign_id
          AND coalesce(post.removed_why, '') = ''
        LIMIT greatest(moved, 0) + 1
      ) AS near
    ) AS author
  ) AS change GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (campaign_id, quarter, what, takeaway) DO UPDATE SET number = kept.number + excluded.number;
  RETURN NULL;
END $$;

CREATE TRIGGER post_tally_insert AFTER INSERT ON post REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION tally_posts();
CREATE TRIGGER post_tally_update AFTER UPDATE ON post REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION tally_posts();
