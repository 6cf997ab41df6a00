-- A story bears its lead's title, also after the lead was edited.
CREATE TRIGGER articles_retitle_story AFTER UPDATE OF title ON articles
WHEN old.title <> new.title AND new.story_id IS NOT NULL BEGIN
    UPDATE stories SET title = new.title WHERE id = new.story_id AND lead_id = new.id;
END;
UPDATE stories SET title = (SELECT a.title FROM articles a WHERE a.id = stories.lead_id)
WHERE lead_id IN (SELECT id FROM articles WHERE revised_at IS NOT NULL);
