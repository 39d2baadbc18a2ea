// Every group of roles as an app with revisions: a new one is started beside the old one, looked at, and then given the traffic.
param name string
param location string
param image string
param collectorImage string
@secure()
param collectorConfig string
param subnetId string
param identityId string
param identityClientId string
param vaultUrl string
@description('Without a password: the identity is a user of the database.')
param databaseUrl string
@description('Without a key: the identity has a policy of its own.')
param redisUrl string
param workspaceName string
@secure()
param insightsConnectionString string
param busNamespace string
param replicas object
@description('Settings without secrets that every process gets.')
param settings object

var groups = [
  { name: 'gateway', roles: 'gateway,auth', external: true, cpu: '1', memory: '2Gi' }
  { name: 'ingestion', roles: 'ingestion', external: false, cpu: '2', memory: '4Gi' }
  { name: 'retrieval', roles: 'retrieval', external: false, cpu: '1', memory: '2Gi' }
  { name: 'orchestration', roles: 'orchestration', external: false, cpu: '1', memory: '2Gi' }
  { name: 'reporting', roles: 'reporting', external: false, cpu: '0.5', memory: '1Gi' }
]
// Inside an environment an app is reached by its name.
var peers = [
  { name: 'FOOTNOTE_AUTH_URL', value: 'http://gateway' }
  { name: 'FOOTNOTE_INGESTION_URL', value: 'http://ingestion' }
  { name: 'FOOTNOTE_RETRIEVAL_URL', value: 'http://retrieval' }
  { name: 'FOOTNOTE_ORCHESTRATION_URL', value: 'http://orchestration' }
  { name: 'FOOTNOTE_REPORTING_URL', value: 'http://reporting' }
]
var secrets = [
  { name: 'internal-secret', keyVaultUrl: '${vaultUrl}secrets/internal-secret', identity: identityId }
]
// Keys of sign-ins and cached answers, made by whoever deploys (docs/deployment.md); all replicas of the gateway share them.
var keyNames = ['token-signing-key', 'answer-cache-key', 'session-seal-key', 'web-client-secret', 'provider-cookie-key']
var keys = [for key in keyNames: { name: key, keyVaultUrl: '${vaultUrl}secrets/${key}', identity: identityId }]
var fromSecrets = [
  { name: 'FOOTNOTE_INTERNAL_SECRET', secretRef: 'internal-secret' }
]
var fixed = [
  { name: 'AZURE_CLIENT_ID', value: identityClientId }
  { name: 'FOOTNOTE_DATABASE_URL', value: databaseUrl }
  { name: 'FOOTNOTE_REDIS_URL', value: redisUrl }
  { name: 'FOOTNOTE_SECRETS_FOLDER', value: '/keys' }
  { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector' }
]
var given = [for setting in items(settings): { name: setting.key, value: setting.value }]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-apps'
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: false }
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: { customerId: workspace.properties.customerId, sharedKey: workspace.listKeys().primarySharedKey }
    }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
  }
}

resource apps 'Microsoft.App/containerApps@2024-03-01' = [for group in groups: {
  name: group.name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Multiple'
      maxInactiveRevisions: 5
      secrets: concat(secrets, keys)
      ingress: {
        external: group.external
        targetPort: 3000
        transport: 'http'
        allowInsecure: !group.external
        traffic: [{ latestRevision: true, weight: 100 }]
      }
    }
    template: {
      terminationGracePeriodSeconds: 40
      containers: [
        {
          name: 'footnote'
          image: image
          env: concat([{ name: 'ROLES', value: group.roles }], peers, fromSecrets, fixed, given)
          resources: { cpu: json(group.cpu), memory: group.memory }
          probes: [
            { type: 'Startup', httpGet: { path: '/healthz', port: 3000 }, periodSeconds: 5, failureThreshold: 30 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: 3000 }, periodSeconds: 10, failureThreshold: 3 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 3000 }, periodSeconds: 5, failureThreshold: 2 }
          ]
          volumeMounts: [
            { volumeName: 'data', mountPath: '/data' }
            { volumeName: 'keys', mountPath: '/keys' }
          ]
        }
      ]
      volumes: [
        { name: 'data', storageType: 'EmptyDir' }
        { name: 'keys', storageType: 'Secret', secrets: [for key in keyNames: { secretRef: key, path: key }] }
      ]
      scale: {
        minReplicas: replicas.minimum
        maxReplicas: replicas.maximum
        rules: concat(
          [{ name: 'cpu', custom: { type: 'cpu', metadata: { type: 'Utilization', value: '70' } } }],
          group.name == 'ingestion'
            ? [
                {
                  name: 'queue'
                  custom: { type: 'azure-servicebus', identity: identityId, metadata: { queueName: 'ingest-version', namespace: busNamespace, messageCount: '4' } }
                }
              ]
            : []
        )
      }
    }
  }
}]

resource collector 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'collector'
  location: location
  properties: {
    environmentId: environment.id
    configuration: {
      ingress: { external: false, targetPort: 4318, transport: 'http', allowInsecure: true }
      secrets: [
        { name: 'config', value: collectorConfig }
        { name: 'insights', value: insightsConnectionString }
      ]
    }
    template: {
      containers: [
        {
          name: 'collector'
          image: collectorImage
          args: ['--config=/etc/collector/config']
          env: [{ name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', secretRef: 'insights' }]
          resources: { cpu: json('0.5'), memory: '1Gi' }
          volumeMounts: [{ volumeName: 'config', mountPath: '/etc/collector' }]
        }
      ]
      volumes: [{ name: 'config', storageType: 'Secret', secrets: [{ secretRef: 'config', path: 'config' }] }]
      // Sampling by the tail needs all of a trace in one place.
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}

output gatewayUrl string = 'https://${apps[0].properties.configuration.ingress.fqdn}'
