-- The data sets on which a variant does worst
-- $variant = full: the variant
-- $scorer = prouie: the scorer profile
-- $limit = 10: how many rows
SELECT task, dataset, metric, round(avg(f1), 2) AS f1, sum(tp) AS tp, sum(fp) AS fp, sum(fn) AS fn
FROM metrics
WHERE variant = $variant AND profile = $scorer
GROUP BY ALL
ORDER BY avg(metrics.f1), dataset
LIMIT $limit
