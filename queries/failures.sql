-- What is not made, and why
SELECT status, name, step, coalesce(failure, absent) AS why
FROM nodes
WHERE status <> 'fresh'
ORDER BY status, name
