using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Covalent.Server.Api;

namespace Covalent.Server.Tests.Security;

/// <summary>What is secret is in no answer, no log, no database, no backup and no export.</summary>
public sealed class SecretTests
{
    private const string Mark = "S3CRET-";
    private const string DatabaseVariable = "COVALENT_TEST_TRIGGER_DATABASE";

    [Fact]
    public async Task NoSecret_IsInAnyAnswerOrFile()
    {
        var folder = TestServer.NewFolder();
        var keys = Directory.CreateTempSubdirectory("covalent-server-").FullName;
        var reference = Path.Combine(keys, "reference");
        await File.WriteAllTextAsync(reference, $"{Mark}file: what is in a file that a trigger names");
        Environment.SetEnvironmentVariable(DatabaseVariable, $"Host=127.0.0.1;Port=1;Username=me;Password={Mark}database;Timeout=1");
        var configuration = TestServer.EmptyConfiguration(
            ("COVALENT_SDK__TOKEN", Mark + "sdk"), ("COVALENT_EXECUTORS__SSH__HOSTNAME", "nowhere.invalid"), ("COVALENT_EXECUTORS__DASK__SCHEDULER_ADDRESS", "tcp://127.0.0.1:1"));
        try
        {
            await using (var server = await TestServer.StartAsync(options => options with { Token = Mark + "server", Configuration = configuration }, folder))
            {
                server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Mark + "server");
                await using var client = server.NewClient(Mark + "server");
                using var use = ClientProvider.Use(client);
                var id = await Workflow.DispatchAsync(TestLattices.Hello, "a", "b");
                await client.WaitAsync(id);
                await FailedAsync(server, await server.Server.Parts.Triggers.AddAsync(id, new DatabaseTrigger($"env:{DatabaseVariable}", "SELECT 1")));
                var misuse = await Assert.ThrowsAsync<ArgumentException>(() => server.Server.Parts.Triggers.AddAsync(id, new DatabaseTrigger($"file:{reference}", "SELECT 1")));
                Assert.DoesNotContain(Mark, misuse.ToString(), StringComparison.Ordinal);

                using var refused = new HttpRequestMessage(HttpMethod.Get, "api/v1/dispatches") { Headers = { { "Cookie", $"covalent_token={Mark}cookie" } } };
                refused.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Mark + "wrong");
                using var answer = await server.Http.SendAsync(refused);
                Assert.DoesNotContain(Mark, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                using var made = await server.Http.PostAsync("api/v1/admin/backup?name=copy", null);
                made.EnsureSuccessStatusCode();
                foreach (var route in ApiRoutes.All.Where(route => route.Method == "GET" && !(route.IsLong && route.Pattern.EndsWith("events", StringComparison.Ordinal))))
                {
                    var path = Regex.Replace(route.Pattern, @"\{node\}", "2").Replace("{name}", "ssh", StringComparison.Ordinal);
                    using var shown = await server.Http.GetAsync(Regex.Replace(path, @"\{\w+\}", id).TrimStart('/'));
                    Assert.DoesNotContain(Mark, Encoding.Latin1.GetString(await shown.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
                }
            }

            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains("bundles", StringComparison.Ordinal)))
            {
                Assert.False(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Contains(Mark, StringComparison.Ordinal), file);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable(DatabaseVariable, null);
            Directory.Delete(folder, recursive: true);
            Directory.Delete(keys, recursive: true);
        }
    }

    // Each question is a request; the trigger says why it cannot watch as soon as it has tried.
    private static async Task FailedAsync(TestServer server, TriggerSnapshot trigger)
    {
        for (var i = 0; i < 100_000; i++)
        {
            if ((await server.Server.Parts.Triggers.GetAsync(trigger.TriggerId, CancellationToken.None)).LastError is { } error)
            {
                Assert.DoesNotContain(Mark, error, StringComparison.Ordinal);
                return;
            }

            using var _ = await server.Http.GetAsync($"api/v1/triggers/{trigger.TriggerId}");
        }

        Assert.Fail("The trigger never said that it cannot watch.");
    }
}
