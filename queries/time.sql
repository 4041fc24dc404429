-- Where the time went, by step
SELECT step, count(*) AS nodes, round(sum(seconds), 1) AS seconds, round(max(seconds), 1) AS longest,
  arg_max(name, seconds) AS slowest
FROM nodes
GROUP BY step
ORDER BY sum(nodes.seconds) DESC NULLS LAST, step
