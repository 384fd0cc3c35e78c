/**
 * The suite's own eyes and hands in the database; nothing of the backend knows of them.
 *
 * - `settled`: one row each time that an event is settled, written by a trigger within the very transaction that settles
 *   it: an attempt that is rolled back leaves none, and one that counts twice leaves two. `port` tells which process.
 * - `armed`: while it holds a row, statements on the event log fail by chance with that SQLSTATE.
 */
export const AUDIT = `
CREATE SCHEMA audit;
CREATE TABLE audit.settled (event text NOT NULL, port integer, at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX ON audit.settled (event);
CREATE TABLE audit.armed (sqlstate text NOT NULL, probability float8 NOT NULL);
GRANT USAGE ON SCHEMA audit TO PUBLIC;

CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF NEW.status IN ('processed', 'ignored') AND OLD.status IS DISTINCT FROM NEW.status THEN
    INSERT INTO audit.settled (event, port) VALUES (NEW.stripe_event_id, inet_client_port());
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_note AFTER UPDATE ON public.stripe_event_log FOR EACH ROW EXECUTE FUNCTION audit.note();

CREATE FUNCTION audit.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  code text := (SELECT sqlstate FROM audit.armed WHERE random() < probability LIMIT 1);
BEGIN
  IF code IS NOT NULL THEN
    RAISE EXCEPTION 'could not serialize access due to concurrent update' USING ERRCODE = code;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_fail BEFORE INSERT OR UPDATE ON public.stripe_event_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit.fail();
`;
