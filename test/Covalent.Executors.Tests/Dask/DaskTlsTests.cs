using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Covalent.Core.Execution;
using Covalent.Executors.Dask;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

[Collection(DaskSuite.Name)]
public sealed class DaskTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-tls-").FullName;

    [Fact]
    public async Task Cluster_WithTls_RunsTasksOfThoseWhoShowACertificate()
    {
        DaskTls tls = Certificate("good");
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1, tls: tls);
        DaskExecutor executor = cluster.Executor();
        (executor.TlsCaFile, executor.TlsClientCert, executor.TlsClientKey) = (tls.CaFile, tls.ClientCert, tls.ClientKey);
        Assert.StartsWith("tls://", executor.SchedulerAddress, StringComparison.Ordinal);
        await using (var rig = await ExecutorRig.CreateAsync(executor))
        {
            Assert.Equal(3, ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 2)))));
        }

        DaskTls other = Certificate("other");
        (executor.TlsCaFile, executor.TlsClientCert, executor.TlsClientKey, executor.ConnectTimeout) = (other.CaFile, other.ClientCert, other.ClientKey, 2);
        await using (var rig = await ExecutorRig.CreateAsync(executor))
        {
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 2)));
            Assert.Contains("cannot be reached", outcome.Failure!.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private DaskTls Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
        return new DaskTls(path + ".pem", path + ".pem", path + ".key");
    }
}
