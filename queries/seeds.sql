-- Mean and spread of F1 over the seeds
-- $scorer = prouie: the scorer profile
SELECT variant, task, count(*) AS seeds, round(avg(f1), 2) AS f1, round(stddev_samp(f1), 2) AS spread,
  round(min(f1), 2) AS lowest, round(max(f1), 2) AS highest
FROM (
  SELECT variant, task, seed, avg(f1) AS f1
  FROM metrics
  WHERE profile = $scorer
  GROUP BY ALL
)
GROUP BY variant, task
ORDER BY task, variant
