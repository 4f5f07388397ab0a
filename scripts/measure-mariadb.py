"""
Measures on a real MariaDB (or MySQL) the cheapest way in which each ALTER can be done, and stores it as the golden that the effects are tested against.

    MYSQL_SOCKET=… MYSQL_USER=… MYSQL_DATABASE=… python3 scripts/measure-mariadb.py > test/goldens/locks/mariadb.json

Needs mysqlclient and a database of its own: it is dropped and made anew for each case. A statement is tried with one ALGORITHM and LOCK after the other,
from the cheapest on; the server refuses those that it cannot do (https://mariadb.com/kb/en/innodb-online-ddl-overview/).
"""
import json
import os

import MySQLdb

BASE = [
    "CREATE TABLE clinic_vet (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL)",
    """CREATE TABLE clinic_pet (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL, nickname varchar(50) NULL, species longtext NOT NULL, chip varchar(100),
       weight numeric(5, 2), age integer DEFAULT 1, mood enum('calm','wild'), vet_id bigint, KEY pet_name (name), UNIQUE KEY pet_chip (chip),
       CONSTRAINT pet_age CHECK (age >= 0), owner_id bigint, CONSTRAINT pet_owner FOREIGN KEY (owner_id) REFERENCES clinic_vet (id))""",
    "INSERT INTO clinic_vet (name) VALUES ('Nour')",
    "INSERT INTO clinic_pet (name, nickname, species, owner_id) VALUES ('Rex', 'R', 'dog', 1)",
]
WAYS = [("INSTANT", "NONE"), ("NOCOPY", "NONE"), ("NOCOPY", "SHARED"), ("INPLACE", "NONE"), ("INPLACE", "SHARED"), ("INPLACE", "EXCLUSIVE"), ("COPY", "SHARED"), ("COPY", "EXCLUSIVE")]
CHANGES = [
    "ADD COLUMN colour varchar(20) NULL",
    "ADD COLUMN colour varchar(20) DEFAULT 'black' NOT NULL",
    "ADD COLUMN colour longtext NOT NULL",
    "ADD COLUMN born datetime(6) DEFAULT CURRENT_TIMESTAMP(6) NOT NULL",
    "ADD COLUMN code varchar(36) DEFAULT (uuid())",
    "ADD COLUMN number integer UNIQUE",
    "ADD COLUMN legs integer CHECK (legs >= 0)",
    "ADD COLUMN doc longtext CHECK (json_valid(doc))",
    "ADD COLUMN doctor_id bigint NULL, ADD CONSTRAINT pet_doctor FOREIGN KEY (doctor_id) REFERENCES clinic_vet (id)",
    "ADD COLUMN heavy boolean GENERATED ALWAYS AS (weight > 40) STORED",
    "ADD COLUMN heavy boolean GENERATED ALWAYS AS (weight > 40) VIRTUAL",
    "DROP COLUMN nickname",
    "DROP COLUMN chip",
    "RENAME COLUMN nickname TO alias",
    "CHANGE nickname alias varchar(50) NULL",
    "MODIFY name varchar(60) NOT NULL",
    "MODIFY name varchar(100) NOT NULL",
    "MODIFY chip varchar(255)",
    "MODIFY name varchar(20) NOT NULL",
    "MODIFY nickname varchar(50) NOT NULL",
    "MODIFY name varchar(50) NULL",
    "MODIFY name longtext NOT NULL",
    "MODIFY age bigint DEFAULT 1",
    "MODIFY age smallint DEFAULT 1",
    "MODIFY weight numeric(7, 2)",
    "MODIFY mood enum('calm','wild','shy')",
    "MODIFY mood enum('wild','calm')",
    "MODIFY name varchar(50) COLLATE utf8mb4_bin NOT NULL",
    "MODIFY name varchar(50) NOT NULL COMMENT 'called'",
    "ALTER COLUMN age SET DEFAULT 2",
    "ALTER COLUMN age DROP DEFAULT",
    "ADD INDEX pet_vet (vet_id)",
    "ADD FULLTEXT INDEX pet_species (species)",
    "ADD CONSTRAINT pet_vet_unique UNIQUE (vet_id)",
    "DROP INDEX pet_name",
    "RENAME INDEX pet_name TO pet_called",
    "ADD CONSTRAINT pet_weight CHECK (weight > 0)",
    "DROP CONSTRAINT pet_age",
    "ADD CONSTRAINT pet_vet FOREIGN KEY (vet_id) REFERENCES clinic_vet (id)",
    "DROP FOREIGN KEY pet_owner",
    "DROP PRIMARY KEY, ADD PRIMARY KEY (id, name)",
    "RENAME TO clinic_animal",
    "COMMENT 'animals'",
    "CONVERT TO CHARACTER SET latin1",
]


def main():
    database = os.environ["MYSQL_DATABASE"]
    connection = MySQLdb.connect(unix_socket=os.environ["MYSQL_SOCKET"], user=os.environ.get("MYSQL_USER", "root"), charset="utf8mb4", use_unicode=True)
    cursor = connection.cursor()
    cursor.execute("SELECT version()")
    rows = [{"server": cursor.fetchone()[0]}]
    for change in CHANGES:
        rows.append({"sql": f"ALTER TABLE clinic_pet {change}", **cheapest(cursor, database, change)})
    cursor.execute(f"DROP DATABASE IF EXISTS {database}")
    print("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]")


def cheapest(cursor, database, change):
    refused = ""
    for algorithm, lock in WAYS:
        cursor.execute(f"DROP DATABASE IF EXISTS {database}")
        cursor.execute(f"CREATE DATABASE {database} CHARACTER SET utf8mb4")
        cursor.execute(f"USE {database}")
        for statement in BASE:
            cursor.execute(statement)
        try:
            cursor.execute(f"ALTER TABLE clinic_pet {change}, ALGORITHM={algorithm}, LOCK={lock}")
        except MySQLdb.Error as error:
            refused = str(error.args[1])
            continue
        return {"algorithm": algorithm, "lock": lock}
    return {"error": refused}


main()
