// Queues and topics as src/platform/bus wants them (docs/decisions/2026-11-24-service-bus.md); a test holds the names together.
param name string
param location string
param principalId string

var queueNames = ['ingest-version', 'purge-document', 'index-access', 'fill-generation', 'export-report', 'deliver-report', 'evaluate']
var topicNames = ['document-ingested', 'index-updated', 'report-generated', 'requests-refused']
var subscriptions = [
  { topic: 'index-updated', name: 'answer-cache' }
  { topic: 'requests-refused', name: 'usage' }
]
var dataRoles = [
  subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39')
  subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0')
]

// Premium: the only tier with private endpoints.
resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: '${name}-bus'
  location: location
  sku: { name: 'Premium', tier: 'Premium', capacity: 1 }
  properties: { disableLocalAuth: true, minimumTlsVersion: '1.2', publicNetworkAccess: 'Disabled' }
}

// Footnote gives up after five deliveries by itself; ten are the net below that. Locks are short, so that the work of a process
// that died is soon given to another.
resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for queue in queueNames: {
  parent: namespace
  name: queue
  properties: {
    lockDuration: 'PT10S'
    maxDeliveryCount: 10
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    deadLetteringOnMessageExpiration: true
  }
}]

resource topics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [for topic in topicNames: {
  parent: namespace
  name: topic
  properties: { requiresDuplicateDetection: true, duplicateDetectionHistoryTimeWindow: 'PT10M' }
}]

resource receivers 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [for subscription in subscriptions: {
  name: '${namespace.name}/${subscription.topic}/${subscription.name}'
  properties: { lockDuration: 'PT10S', maxDeliveryCount: 10, deadLetteringOnMessageExpiration: true }
  dependsOn: [topics]
}]

resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in dataRoles: {
  scope: namespace
  name: guid(namespace.id, principalId, role)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: role }
}]

output id string = namespace.id
output namespaceName string = namespace.name
output address string = '${namespace.name}.servicebus.windows.net'
