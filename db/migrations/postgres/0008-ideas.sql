-- What posts propose and support, how like ideas gather, and what people changed about that by hand.
CREATE TABLE idea_group (
  id bigserial PRIMARY KEY,
  campaign_id bigint NOT NULL REFERENCES campaign (id),
  takeaway integer,
  name text NOT NULL,
  named_by text CHECK (named_by IN ('moderator')),
  name_post_id bigint,
  is_kept boolean NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX idea_group_campaign ON idea_group (campaign_id, takeaway);
CREATE INDEX idea_group_name_post ON idea_group (name_post_id) WHERE name_post_id IS NOT NULL;

CREATE TABLE idea (
  post_id bigint PRIMARY KEY REFERENCES post (id),
  campaign_id bigint NOT NULL REFERENCES campaign (id),
  read_as text NOT NULL,
  is_idea boolean NOT NULL,
  idea_confidence double precision NOT NULL,
  idea_by text NOT NULL CHECK (idea_by IN ('model', 'moderator')),
  action integer,
  action_confidence double precision NOT NULL,
  action_by text NOT NULL CHECK (action_by IN ('model', 'moderator')),
  group_id bigint REFERENCES idea_group (id),
  is_held boolean NOT NULL
);
CREATE INDEX idea_campaign ON idea (campaign_id) WHERE is_idea;
CREATE INDEX idea_action ON idea (campaign_id) WHERE action IS NOT NULL;
CREATE INDEX idea_of_group ON idea (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE idea_change (
  id bigserial PRIMARY KEY,
  campaign_id bigint NOT NULL REFERENCES campaign (id),
  user_id text NOT NULL REFERENCES "user" (id),
  kind text NOT NULL,
  at bigint NOT NULL,
  before jsonb NOT NULL,
  made jsonb NOT NULL,
  undone_at bigint
);
CREATE INDEX idea_change_campaign ON idea_change (campaign_id, id);
