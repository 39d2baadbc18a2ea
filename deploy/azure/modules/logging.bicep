// Where log lines go: one per request to the event hub (never sampled), the gateway log to Log Analytics.
param apiManagementName string
param eventHubNamespaceName string
param eventHubName string
param logAnalyticsWorkspaceId string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apiManagementName
}

resource audit 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: service
  name: 'footnote-audit'
  properties: {
    loggerType: 'azureEventHub'
    description: 'One line per request: ids, route, status, times, sizes'
    credentials: {
      name: eventHubName
      endpointAddress: '${eventHubNamespaceName}.servicebus.windows.net'
      identityClientId: 'systemAssigned'
    }
  }
}

resource monitor 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: service
  name: 'azuremonitor'
  properties: {
    loggerType: 'azureMonitor'
    isBuffered: true
  }
}

resource toWorkspace 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'footnote-gateway-logs'
  scope: service
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'GatewayLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output monitorLoggerId string = monitor.id
