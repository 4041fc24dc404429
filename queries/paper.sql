-- The cells that are furthest from the published figures
-- $limit = 20: how many rows
SELECT cells.table, cells.row, cells.column, round(value, 2) AS value, published, round(delta, 2) AS delta, within, node
FROM cells
WHERE delta IS NOT NULL
ORDER BY abs(cells.delta) DESC
LIMIT $limit
