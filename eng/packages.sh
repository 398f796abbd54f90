#!/usr/bin/env bash
# Packs the packages that applications install, Core and Worker with a copy compiled ahead of time for Linux (eng/Precompiled.targets), and runs an application
# made from them whose task, in a worker process, tells which copy it runs on. Where the compiler's package cannot be had, packs without it and says so.
# Usage: eng/packages.sh [FOLDER]     the packages stay in FOLDER (default: artifacts/packages)
set -euo pipefail
cd "$(dirname "$0")/.."

out=$(mkdir -p "${1:-artifacts/packages}" && cd "${1:-artifacts/packages}" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
rm -f "$out"/Covalent*.nupkg

precompiled=true
dotnet restore src/Covalent.Worker -p:Precompiled=true -v q -nologo >"$scratch/restore" 2>&1 || { precompiled=false; tail -n 3 "$scratch/restore" >&2; echo "the ahead-of-time compiler cannot be had; packing without it" >&2; }
for project in Core Worker Engine Executors; do
    # An older list of contents would be kept otherwise.
    rm -f "src/Covalent.$project"/obj/Release/*.nuspec
    dotnet pack "src/Covalent.$project" -c Release -p:Precompiled=$precompiled -o "$out" -v q -nologo
done
dotnet pack src/Covalent -c Release -o "$out" -v q -nologo
ls -l "$out"/Covalent*.nupkg

version=$(basename "$out"/Covalent.Core.*.nupkg .nupkg)
version=${version#Covalent.Core.}
mkdir "$scratch/app" && cd "$scratch/app"
cat >app.csproj <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Covalent" Version="$version" /></ItemGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
using Covalent;
using Covalent.Executors;
using static Covalent.Workflow;

var result = await RunAsync(() => Electron(() => Tasks.Core(), new LocalExecutor { Mode = LocalExecutor.Process }));
Console.WriteLine(result.Value);

static class Tasks
{
    public static string Core() => typeof(ElectronContext).Assembly.Location;
}
EOF
# Covalent's own packages from the folder only, and into a store of their own; all others from where they always come.
cat >nuget.config <<EOF
<configuration>
  <packageSources><add key="packed" value="$out" /></packageSources>
  <config><add key="globalPackagesFolder" value="$scratch/store" /></config>
</configuration>
EOF
dotnet build -c Release -o bin -v q -nologo
COVALENT_DATA_DIR="$scratch/data" COVALENT_CONFIG_DIR="$scratch/config" COVALENT_CACHE_DIR="$scratch/cache" bin/app | tee said
case $(uname -sm) in
    "Linux x86_64") platform=linux-x64 ;;
    "Linux aarch64") platform=linux-arm64 ;;
    *) platform= ;;
esac
if [ $precompiled = true ] && [ -n "$platform" ]; then grep -q "/runtimes/$platform/lib/" said; else grep -q 'Covalent.Core.dll' said; fi
echo "An application made from the packages runs its tasks on $([ $precompiled = true ] && echo "assemblies compiled ahead of time" || echo "plain assemblies")."
