/** Object types are few: each is found by one look into the index, and so an id without its type. */
export const OBJECT_TYPES = `
  WITH RECURSIVE types AS (
    (SELECT object_type FROM audit_log ORDER BY object_type LIMIT 1)
    UNION ALL
    SELECT (SELECT a.object_type FROM audit_log a WHERE a.object_type > t.object_type ORDER BY a.object_type LIMIT 1)
      FROM types t WHERE t.object_type IS NOT NULL
  )
  SELECT object_type FROM types WHERE object_type IS NOT NULL`;
