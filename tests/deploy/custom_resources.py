"""Schemas of the custom resources that the manifests use: as much of each as is used, and nothing that is unknown."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
SIZE: Schema = {"type": "string", "pattern": "^[0-9]+(Mi|Gi|Ti)$"}
NUMBER: Schema = {"type": "integer", "minimum": 1}
YES: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}


def only(required: dict[str, Schema], **more: Schema) -> Schema:
    """An object with these, perhaps those, and nothing else."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **more},
        "additionalProperties": False,
    }


def several(each: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": each}


def one_of(*words: str) -> Schema:
    return {"enum": list(words)}


NAMED = only({"name": TEXT})
KEY = only({"name": TEXT, "key": TEXT})
ROLE = only({"name": TEXT, "ensure": one_of("present", "absent"), "login": YES, "passwordSecret": NAMED})
CLUSTER = only(
    {
        "instances": {"type": "integer", "minimum": 2},
        "imageName": TEXT,
        "postgresql": only(
            {"parameters": TEXTS, "pg_hba": several(TEXT)},
            synchronous=only(
                {"method": one_of("any", "first"), "number": NUMBER},
                dataDurability=one_of("required", "preferred"),
            ),
        ),
        "bootstrap": only({"initdb": only({"dataChecksums": YES})}),
        "managed": only({"roles": several(ROLE)}),
        "storage": only({"size": SIZE}),
        "walStorage": only({"size": SIZE}),
        "resources": only({"requests": TEXTS, "limits": TEXTS}),
    },
    primaryUpdateStrategy=one_of("unsupervised", "supervised"),
    affinity=only(
        {"enablePodAntiAffinity": YES, "podAntiAffinityType": one_of("preferred", "required"), "topologyKey": TEXT}
    ),
    plugins=several(only({"name": TEXT, "isWALArchiver": YES, "parameters": TEXTS})),
)
DATABASE = only(
    {"cluster": NAMED, "name": TEXT, "owner": TEXT},
    ensure=one_of("present", "absent"),
    databaseReclaimPolicy=one_of("retain", "delete"),
)
STORE = only(
    {
        "configuration": only(
            {
                "destinationPath": {"type": "string", "pattern": "^s3://"},
                "s3Credentials": only({"accessKeyId": KEY, "secretAccessKey": KEY}),
            },
            wal=only({"compression": TEXT, "maxParallel": NUMBER}),
            data=only({"compression": TEXT}),
        ),
        "retentionPolicy": {"type": "string", "pattern": "^[1-9][0-9]*[dwm]$"},
    }
)
BACKUP = only(
    {
        "schedule": {"type": "string", "pattern": r"^(\S+ ){5}\S+$"},
        "cluster": NAMED,
        "method": one_of("plugin"),
        "pluginConfiguration": only({"name": TEXT}),
    },
    immediate=YES,
    backupOwnerReference=one_of("none", "self", "cluster"),
)
GATEWAY = only(
    {
        "gatewayClassName": TEXT,
        "listeners": several(
            only(
                {
                    "name": TEXT,
                    "hostname": TEXT,
                    "port": NUMBER,
                    "protocol": one_of("HTTPS"),
                    "tls": only({"mode": one_of("Terminate"), "certificateRefs": several(NAMED)}),
                },
                allowedRoutes=only({"namespaces": only({"from": one_of("Same", "All")})}),
            )
        ),
    }
)
ROUTE = only(
    {
        "parentRefs": several(NAMED),
        "hostnames": several(TEXT),
        "rules": several(
            only(
                {
                    "matches": several(only({"path": only({"type": one_of("PathPrefix"), "value": TEXT})})),
                    "backendRefs": several(only({"name": TEXT, "port": NUMBER})),
                },
                timeouts=only({"request": {"type": "string", "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"}}),
            )
        ),
    }
)
SECRET = only(
    {
        "refreshInterval": TEXT,
        "secretStoreRef": only({"kind": one_of("SecretStore", "ClusterSecretStore"), "name": TEXT}),
        "target": only({"name": TEXT, "template": only({"data": TEXTS}, type=one_of("kubernetes.io/basic-auth"))}),
        "data": several(only({"secretKey": TEXT, "remoteRef": only({"key": TEXT})})),
    }
)
SPECS: dict[tuple[str, str], Schema] = {
    ("postgresql.cnpg.io/v1", "Cluster"): CLUSTER,
    ("postgresql.cnpg.io/v1", "Database"): DATABASE,
    ("postgresql.cnpg.io/v1", "ScheduledBackup"): BACKUP,
    ("barmancloud.cnpg.io/v1", "ObjectStore"): STORE,
    ("gateway.networking.k8s.io/v1", "Gateway"): GATEWAY,
    ("gateway.networking.k8s.io/v1", "HTTPRoute"): ROUTE,
    ("external-secrets.io/v1", "ExternalSecret"): SECRET,
}
