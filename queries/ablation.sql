-- Mean F1 of each variant by task, and how far it is from the full recipe
-- $scorer = prouie: the scorer profile
WITH means AS (
  SELECT variant,
    avg(f1) FILTER (metric = 'entity') AS ner,
    avg(f1) FILTER (metric = 'relation') AS re,
    avg(f1) FILTER (metric = 'trigger') AS ee_trigger,
    avg(f1) FILTER (metric = 'argument') AS ee_argument
  FROM metrics
  WHERE profile = $scorer
  GROUP BY variant
)
SELECT means.variant, round(means.ner, 2) AS ner, round(means.re, 2) AS re,
  round(means.ee_trigger, 2) AS ee_trigger, round(means.ee_argument, 2) AS ee_argument,
  round(means.ner - whole.ner, 2) AS ner_change, round(means.re - whole.re, 2) AS re_change,
  round(means.ee_trigger - whole.ee_trigger, 2) AS trigger_change,
  round(means.ee_argument - whole.ee_argument, 2) AS argument_change
FROM means
LEFT JOIN means AS whole ON whole.variant = 'full'
ORDER BY means.variant <> 'full', means.variant
