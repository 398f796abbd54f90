-- The W3C trace context a dispatch was submitted in, so that what runs after a restart belongs to the same trace; null for none.
ALTER TABLE dispatches ADD COLUMN trace text;
