-- What each run did with a node, the latest first
-- $node: the name of the node, or a pattern as of LIKE (train/full/%)
-- $limit = 50: how many rows
SELECT history.run, node, outcome, history.started, round(history.seconds, 1) AS seconds, runs.commit[:10] AS commit, why, reasons
FROM history
JOIN runs USING (run)
WHERE node LIKE $node
ORDER BY history.run DESC, history.started DESC NULLS LAST
LIMIT $limit
