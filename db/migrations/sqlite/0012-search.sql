-- Each letter of a script without spaces is a word to search (see store/fold-words.ts).
UPDATE post SET words = (
  WITH RECURSIVE step (at, done) AS (
    SELECT 1, ''
    UNION ALL
    SELECT at + 1, done || CASE WHEN substr(post.words, at, 1) GLOB '[฀-໿က-႟ក-៿ᥐ-᧟ᨠ-᪯ᬀ-᭿⺀-⿟々-〇〡-ㄯㆠ-ㆿㇰ-ㇿ㐀-䶿一-鿿ꦀ-꧿ꩠ-꫟豈-﫿𛀀-𛅯𠀀-𿿿]'
      THEN ' ' || substr(post.words, at, 1) || ' ' ELSE substr(post.words, at, 1) END
    FROM step WHERE at <= length(post.words)
  )
  SELECT trim(replace(replace(done, '  ', ' '), '  ', ' ')) FROM step ORDER BY at DESC LIMIT 1
) WHERE words GLOB '*[฀-໿က-႟ក-៿ᥐ-᧟ᨠ-᪯ᬀ-᭿⺀-⿟々-〇〡-ㄯㆠ-ㆿㇰ-ㇿ㐀-䶿一-鿿ꦀ-꧿ꩠ-꫟豈-﫿𛀀-𛅯𠀀-𿿿]*';

-- People are found by their names; accents are folded as the network confirms them next.
ALTER TABLE author ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE author SET words = trim(
  lower(coalesce(display_name, '')) || ' ' || replace(replace(replace(lower(coalesce(handle, '')), '.bsky.social', ''), '.', ' '), '-', ' ')
);
-- Names are looked through from end to end, which is quicker where nothing else stands between them.
CREATE INDEX author_names ON author (words, handle);
