-- What a language model said of a post whose words were unsure.
ALTER TABLE post ADD COLUMN second_opinion TEXT;
