using Covalent.Server.Hosting;

return await ServerProcess.RunAsync(args);
