-- How a source edits stands in edit_habits: what was to count it beside the source never did.
ALTER TABLE sources DROP COLUMN rechecks;
ALTER TABLE sources DROP COLUMN edits;
ALTER TABLE sources DROP COLUMN edit_hours;
