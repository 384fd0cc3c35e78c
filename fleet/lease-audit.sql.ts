/**
 * What became of each lease. A lease that is given back is deleted; one that another machine takes because it has ended,
 * its holder dead or stuck, is updated. A renewal leaves the holder, and no note.
 */
export const LEASE_AUDIT = `
CREATE TABLE audit.leases (
  name text NOT NULL, holder uuid NOT NULL, what text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE FUNCTION audit.note_lease() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO audit.leases (name, holder, what) VALUES (NEW.name, NEW.holder, 'taken');
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO audit.leases (name, holder, what) VALUES (OLD.name, OLD.holder, 'given back');
  ELSIF NEW.holder <> OLD.holder THEN
    INSERT INTO audit.leases (name, holder, what) VALUES (NEW.name, NEW.holder, 'taken over');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_lease AFTER INSERT OR UPDATE OR DELETE ON public.leases
  FOR EACH ROW EXECUTE FUNCTION audit.note_lease();
`;
