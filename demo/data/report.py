"""Sum up /data/readings.csv into /out/report.txt, then try what no grant allows."""

import csv
import os
import platform
import sys
from collections import defaultdict

stations = defaultdict(list)
with open("/data/readings.csv", newline="") as readings:
    for row in csv.DictReader(readings):
        stations[row["station"]].append(row)

with open("/out/report.txt", "w") as report:
    print(f"{'station':<10}{'days':>5}{'mean C':>8}{'rain mm':>9}  wettest day", file=report)
    for name, rows in sorted(stations.items()):
        mean = sum(float(row["temperature_c"]) for row in rows) / len(rows)
        rain = sum(float(row["rain_mm"]) for row in rows)
        wettest = max(rows, key=lambda row: float(row["rain_mm"]))
        print(f"{name:<10}{len(rows):>5}{mean:>8.1f}{rain:>9.1f}  {wettest['date']}", file=report)

print(f"Python {platform.python_version()} on {sys.platform}")
print(f"read /data/readings.csv: {sum(map(len, stations.values()))} readings")
print(f"wrote /out/report.txt: {os.stat('/out/report.txt').st_size} bytes")
print(f"environment: {dict(os.environ)}")

attempts = [
    ("overwrite /data/readings.csv", lambda: open("/data/readings.csv", "w")),
    ("make /data/notes", lambda: os.mkdir("/data/notes")),
    ("delete /data/readings.csv", lambda: os.remove("/data/readings.csv")),
    ("read /data/../../README.md", lambda: open("/data/../../README.md")),
    ("read /etc/hostname", lambda: open("/etc/hostname")),
]
allowed = 0
for what, attempt in attempts:
    try:
        attempt()
    except OSError as error:
        print(f"refused: {what}: {error.strerror} ({error.errno})")
    else:
        print(f"ALLOWED: {what}")
        allowed += 1
sys.exit(1 if allowed else 0)
