-- Each letter of a script without spaces is a word to search (see store/fold-words.ts).
UPDATE post SET words = btrim(regexp_replace(
  regexp_replace(words, '([\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u1950-\u19DF\u1A20-\u1AAF\u1B00-\u1B7F\u2E80-\u2FDF\u3005-\u3007\u3021-\u312F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA980-\uA9FF\uAA60-\uAADF\uF900-\uFAFF\U0001B000-\U0001B16F\U00020000-\U0003FFFF])', ' \1 ', 'g'), ' +', ' ', 'g'
)) WHERE words ~ '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u1950-\u19DF\u1A20-\u1AAF\u1B00-\u1B7F\u2E80-\u2FDF\u3005-\u3007\u3021-\u312F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA980-\uA9FF\uAA60-\uAADF\uF900-\uFAFF\U0001B000-\U0001B16F\U00020000-\U0003FFFF]';

-- People are found by their names; accents are folded as the network confirms them next.
ALTER TABLE author ADD COLUMN words text NOT NULL DEFAULT '';
UPDATE author SET words = btrim(
  lower(coalesce(display_name, '')) || ' ' || replace(replace(replace(lower(coalesce(handle, '')), '.bsky.social', ''), '.', ' '), '-', ' ')
);
