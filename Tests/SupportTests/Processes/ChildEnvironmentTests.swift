import Support
import TestSupport
import Testing

@Suite("Programs of suites get what runtimes go by, and no secrets", .hangLimit)
struct ChildEnvironmentTests {
    @Test func settingsPass() {
        let settings = [
            "PATH": "/bin", "HOME": "/h", "LC_ALL": "C", "OMP_NUM_THREADS": "1", "LD_LIBRARY_PATH": "/l",
            "CUDA_VISIBLE_DEVICES": "0", "PYTHONPATH": "p", "SSH_AUTH_SOCK": "/s", "TMPDIR": "/t", "PAWL_HOME": "/p",
        ]
        #expect(ChildEnvironment.of(settings) == settings)
    }

    @Test func secretsAndAllElseDoNot() {
        let others = [
            "GITHUB_TOKEN": "t", "MLFLOW_TRACKING_TOKEN": "t", "MLFLOW_TRACKING_PASSWORD": "p",
            "AWS_SECRET_ACCESS_KEY": "s",
            "ACTIONS_RUNTIME_TOKEN": "t", "GH_TOKEN": "t", "NPM_CONFIG": "c", "GITHUB_ENV": "/f", "GITHUB_PATH": "/f",
            // Of a family that passes, and yet a secret.
            "PAWL_API_KEY": "k", "ORT_AUTH_TOKEN": "t", "TF_PASSWORD": "p", "PAWL_access_token": "t",
        ]
        #expect(ChildEnvironment.of(others).isEmpty)
    }

    @Test func theUserNamesMore() {
        let environment = [
            "PAWL_PASS": "BOARD_PORT, LICENCE_TOKEN", "BOARD_PORT": "3", "LICENCE_TOKEN": "x", "OTHER": "o",
        ]
        #expect(
            ChildEnvironment.of(environment) == [
                "PAWL_PASS": "BOARD_PORT, LICENCE_TOKEN", "BOARD_PORT": "3", "LICENCE_TOKEN": "x",
            ])
    }
}
