// The alerts of deploy/prometheus/alerts.yml for whoever has Azure Monitor instead; docs/operations.md says what to do about each.
param name string
param location string
param insightsId string
param actionGroupId string
param busId string

// The largest value in the window decides; a counter is looked at by how much it grew in each process.
var rules = [
  { alert: 'FootnoteDeadLetters', severity: 1, window: 'PT5M', query: 'customMetrics | where name == "footnote_dead_letters" | summarize value = max(valueMax)', above: 10 }
  { alert: 'FootnoteErrors', severity: 1, window: 'PT15M', query: 'requests | summarize value = 100.0 * countif(toint(resultCode) >= 500) / max_of(count(), 1)', above: json('0.5') }
  { alert: 'FootnoteSlowAnswers', severity: 2, window: 'PT15M', query: 'requests | where name == "POST /api/ask" | summarize value = percentile(duration, 95)', above: 3000 }
  { alert: 'FootnoteIngestionStalled', severity: 1, window: 'PT15M', query: 'customMetrics | where name == "footnote_queue_age_seconds" and tostring(customDimensions.queue) == "ingest-version" | summarize value = max(valueMax)', above: 1800 }
  { alert: 'FootnoteAccessChangesLate', severity: 2, window: 'PT5M', query: 'customMetrics | where name == "footnote_queue_age_seconds" and tostring(customDimensions.queue) == "index-access" | summarize value = max(valueMax)', above: 300 }
  { alert: 'FootnoteRecordChainBroken', severity: 0, window: 'PT15M', query: 'customMetrics | where name == "footnote_record_chains" and tostring(customDimensions.state) == "broken" | summarize value = max(valueMax)', above: 0 }
  { alert: 'FootnoteAccessLeak', severity: 0, window: 'PT15M', query: 'customMetrics | where name == "footnote_access_leak" | summarize value = max(valueMax)', above: 0 }
  { alert: 'FootnoteCanaryLeak', severity: 0, window: 'PT15M', query: 'customMetrics | where name == "footnote_canary_leaks" | summarize value = max(valueMax)', above: 0 }
  { alert: 'FootnoteBudgetUsedUp', severity: 3, window: 'PT15M', query: 'customMetrics | where name == "footnote_budget_refusals_total" or name == "footnote_budget_refusals" | summarize grown = max(valueMax) - min(valueMin) by cloud_RoleInstance | summarize value = sum(grown)', above: 0 }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: '${name}-${rule.alert}'
  location: location
  properties: {
    displayName: rule.alert
    severity: rule.severity
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: rule.window
    criteria: {
      allOf: [
        { query: rule.query, metricMeasureColumn: 'value', timeAggregation: 'Maximum', operator: 'GreaterThan', threshold: rule.above, failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 } }
      ]
    }
    actions: { actionGroups: [actionGroupId] }
  }
}]

// Grows only while no process of ours runs: they take dead letters of the broker to where all of them are.
resource brokerDeadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-broker-dead-letters'
  location: 'global'
  properties: {
    severity: 1
    enabled: true
    scopes: [busId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        { name: 'dead-letters', criterionType: 'StaticThresholdCriterion', metricName: 'DeadletteredMessages', operator: 'GreaterThan', threshold: 10, timeAggregation: 'Average' }
      ]
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}
