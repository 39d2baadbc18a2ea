using '../platform.bicep'

param name = 'fnstage'
param size = 'small'
param replicas = { minimum: 2, maximum: 5 }
param image = readEnvironmentVariable('FOOTNOTE_IMAGE')
param publicUrl = readEnvironmentVariable('FOOTNOTE_PUBLIC_URL')
param entraTenants = readEnvironmentVariable('FOOTNOTE_ENTRA_TENANTS')
param entraApiClientId = readEnvironmentVariable('FOOTNOTE_ENTRA_API_CLIENT_ID')
param administratorsGroupId = readEnvironmentVariable('ADMINISTRATORS_GROUP_ID')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL')
param internalSecret = readEnvironmentVariable('FOOTNOTE_INTERNAL_SECRET')
param keys = json(readEnvironmentVariable('FOOTNOTE_KEYS'))
